using System.Globalization;
using System.Text.RegularExpressions;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Options;

/// <summary>docs/options.md has every option of the code, with its type, default and range, and no other.</summary>
public sealed partial class OptionsPageTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "options.md"));

    private static readonly Dictionary<string, string[]> s_rows = s_lines
        .Select(line => Row().Match(line)).Where(match => match.Success)
        .ToDictionary(match => match.Groups["name"].Value, match => (string[])[match.Groups["type"].Value, match.Groups["default"].Value, match.Groups["allowed"].Value], StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Option.All.Select(option => option.Name)];

    [Fact]
    public void Each_option_has_a_row_and_each_row_an_option() => Assert.Equal(Option.All.Select(option => option.Name).Order(StringComparer.Ordinal), s_rows.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_row_says_type_default_and_range(string name)
    {
        var option = Of(name);
        var row = s_rows[name];
        Assert.Equal(TypeOf(option), row[0]);
        if (option.Default is { } value)
        {
            Assert.Equal(value, Read(option, row[1]));
        }
        else
        {
            Assert.NotEmpty(row[1]);
        }

        if (option.Range is { } range)
        {
            Assert.Equal(range, RangeOf(option, row[2]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_documentation_says_the_same_default(string name)
    {
        var option = Of(name);
        Assert.Matches(option.IsCallback ? "Default: null" : "Default: ", option.Value);
        if (option.Default is Enum or bool)
        {
            Assert.Contains($"Default: {option.Default}.", option.Value, StringComparison.OrdinalIgnoreCase);
        }
        else if (option.Default is not null)
        {
            Assert.Equal(option.Default, Read(option, Said().Match(option.Value).Groups["value"].Value));
        }
    }

    [Fact]
    public void What_is_wrong_on_a_page_is_seen()
    {
        Assert.NotEqual(Of("PollInterval").Range, RangeOf(Of("PollInterval"), "20 ms to 1 min"));
        Assert.NotEqual(Of("MaxAttempts").Default, Read(Of("MaxAttempts"), "65"));
    }

    private static Option Of(string name) => Option.All.Single(option => option.Name == name);

    private static string TypeOf(Option option) => option switch
    {
        { IsCallback: true } => "callback, in code only",
        { Type.IsEnum: true } => string.Join(", ", Enum.GetNames(option.Type).Select(member => $"`{member}`")),
        { Type: var type } when type == typeof(TimeSpan) => option.IsNullable ? "TimeSpan, or null" : "TimeSpan",
        { Type: var type } => type == typeof(int) ? "int" : type == typeof(long) ? "long" : type == typeof(bool) ? "bool" : type == typeof(double) ? "double" : "string",
    };

    private static (object, object) RangeOf(Option option, string text)
    {
        var match = Between().Match(text);
        if (match.Success)
        {
            return (Read(option, match.Groups["min"].Value), Read(option, match.Groups["max"].Value));
        }

        match = AndMore().Match(text);
        Assert.True(match.Success, $"'{text}' says no range for {option.Name}.");
        return (Read(option, match.Groups["min"].Value), option.Type == typeof(int) ? (object)int.MaxValue : long.MaxValue);
    }

    /// <summary>A value as people write it: <c>500 ms</c>, <c>100,000</c>, <c>67108864 (64 MB)</c>, the name of another option for its default.</summary>
    private static object Read(Option option, string text)
    {
        text = Aside().Replace(text, "").Trim();
        if (text.StartsWith('`') && !option.Type.IsEnum)
        {
            return Of(text.Trim('`')).Default!;
        }

        if (option.Type.IsEnum)
        {
            return Enum.Parse(option.Type, text.Trim('`'));
        }

        if (option.Type != typeof(TimeSpan))
        {
            return Convert.ChangeType(text.Replace(",", "", StringComparison.Ordinal), option.Type, CultureInfo.InvariantCulture);
        }

        var parts = text.Split(' ');
        var number = double.Parse(parts[0], CultureInfo.InvariantCulture);
        return parts.ElementAtOrDefault(1)?.TrimEnd('s') switch
        {
            null => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMilliseconds(number),
            "" => TimeSpan.FromSeconds(number),
            "min" or "minute" => TimeSpan.FromMinutes(number),
            "h" or "hour" => TimeSpan.FromHours(number),
            "day" => TimeSpan.FromDays(number),
            var unit => throw new FormatException($"'{unit}' is no unit of time."),
        };
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Z][A-Za-z]+)` \| (?<type>[^|]+?) \| (?<default>[^|]+?) \| (?<allowed>[^|]*?) ?\|$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?<min>[^;]+?) to (?<max>[^;]+?)(,? or .*|;.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^(?<min>[^;]+?) and more(;.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AndMore();

    [GeneratedRegex(@"Default: (?<value>[0-9][0-9.,]*( [a-z]+)?( \([^)]*\))?)([,.] .*|\.)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Said();

    [GeneratedRegex(@" \([^)]*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Aside();
}
