using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PostgresWorker.Sources;

namespace PostgresWorker.Tests.Options;

/// <summary>An option of a source as the code has it: its type, default and range, and what its documentation says.</summary>
internal sealed partial class Option
{
    private static readonly XElement s_documentation = XElement.Load(Path.ChangeExtension(typeof(SourceOptions).Assembly.Location, ".xml"));

    private readonly PropertyInfo _property;
    private readonly XElement _member;

    private Option(PropertyInfo property)
    {
        _property = property;
        _member = s_documentation.Descendants("member").Single(member => member.Attribute("name")?.Value == $"P:{typeof(SourceOptions).FullName}.{property.Name}");
    }

    public static IReadOnlyList<Option> All { get; } = [.. typeof(SourceOptions).GetProperties().Select(property => new Option(property))];

    public string Name => _property.Name;

    public bool IsNullable => Nullable.GetUnderlyingType(_property.PropertyType) is not null || !_property.PropertyType.IsValueType;

    public Type Type => Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;

    /// <summary>Whether only code can set it.</summary>
    public bool IsCallback => typeof(Delegate).IsAssignableFrom(Type);

    public object? Default => _property.GetValue(new SourceOptions());

    /// <summary>Why it is there, as text.</summary>
    public string Summary => Text(_member.Element("summary"));

    /// <summary>What may be set.</summary>
    public string Value => Text(_member.Element("value"));

    /// <summary>The least and the most, as the validator tells them; null where it knows no such.</summary>
    public (object Min, object Max)? Range
    {
        get
        {
            object? wrong = Type == typeof(int) ? int.MinValue : Type == typeof(long) ? long.MinValue : Type == typeof(double) ? double.NaN : Type == typeof(TimeSpan) ? TimeSpan.MinValue : null;
            if (wrong is null)
            {
                return null;
            }

            var options = new SourceOptions { ConnectionString = "Host=a" };
            _property.SetValue(options, wrong);
            var message = new SourceOptionsValidator().Validate("shop", options).Failures!.First(failure => failure.StartsWith($"PostgresWorker:Sources:shop:{Name} is ", StringComparison.Ordinal));
            var bounds = Bounds().Match(message);
            return (Read(bounds.Groups["min"].Value), Read(bounds.Groups["max"].Value));
        }
    }

    private object Read(string text) => Type == typeof(TimeSpan)
        ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
        : Convert.ChangeType(text, Type, CultureInfo.InvariantCulture);

    private static string Text(XElement? element)
    {
        Assert.NotNull(element);
        return Spaces().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();
    }

    // Of a reference, what it refers to: the last part of its name.
    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('(')[0].Split(':', '.')[^1].Split('`')[0],
        XElement element => string.Concat(element.Nodes().Select(Text)),
        _ => "",
    };

    [GeneratedRegex(@"it must be from (?<min>\S+) to (?<max>\S+)\.$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bounds();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spaces();
}
