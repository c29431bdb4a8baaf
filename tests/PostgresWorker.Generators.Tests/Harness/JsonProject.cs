using System.Reflection;
using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>A project with a JsonSerializerContext, for which the generator of System.Text.Json writes the code.</summary>
internal static class JsonProject
{
    public static ProjectOptions Options { get; } = new() { References = References.WithNpgsql, OtherGenerators = [Generator()] };

    // It comes with the SDK, and with no package.
    private static IIncrementalGenerator Generator()
    {
        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var packs = Path.Combine(runtime.Parent!.Parent!.Parent!.FullName, "packs", "Microsoft.NETCore.App.Ref");
        var newest = Directory.GetDirectories(packs).OrderBy(static path => Version.Parse(Path.GetFileName(path))).Last();
        var assembly = Assembly.LoadFrom(Path.Combine(newest, "analyzers", "dotnet", "cs", "System.Text.Json.SourceGeneration.dll"));
        return (IIncrementalGenerator)Activator.CreateInstance(assembly.GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!)!;
    }
}
