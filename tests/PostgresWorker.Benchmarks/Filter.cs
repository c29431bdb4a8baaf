using System.Reflection;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;

namespace PostgresWorker.Benchmarks;

/// <summary>What <c>--filter</c> asks for, as BenchmarkDotNet understands it: patterns with <c>*</c> and <c>?</c>, any of which must fit.</summary>
internal sealed class Filter(IReadOnlyList<string> arguments)
{
    private readonly string[] _patterns = [.. arguments.SkipWhile(argument => argument is not "--filter" and not "-f").Skip(1).TakeWhile(argument => !argument.StartsWith('-'))];

    public bool Fits(Interleaved benchmark) => Fits($"{typeof(Interleaved).Namespace}.{benchmark.Name}");

    /// <summary>Whether BenchmarkDotNet has something to do: without a filter it asks.</summary>
    public bool FitsOthers() => _patterns.Length == 0 || typeof(Filter).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null).Select(method => $"{type.FullName}.{method.Name}")).Any(Fits);

    private bool Fits(string name) => Array.Exists(
        _patterns,
        pattern => Regex.IsMatch(name, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));
}
