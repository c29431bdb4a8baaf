using System.Globalization;
using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Emission;

/// <summary>Names for a reader's locals, for its methods and for what it keeps of JSON, none twice.</summary>
internal sealed class RowMembers
{
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _writeMethods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Context), string> _jsonTypes = [];

    public RowMembers(RowModel row)
    {
        var locals = new HashSet<string>(StringComparer.Ordinal) { "tuple", "slot" };
        Locals = [.. row.Columns.Select(column => Symbols.Escape(Unique(Camel(column.Property), locals)))];

        var taken = new HashSet<string>(StringComparer.Ordinal) { row.Reader };
        foreach (var value in row.Columns.SelectMany(static column => column.Value.Parts()))
        {
            if ((value.Enum is not null || NpgsqlEmitter.Makes(value.Kind)) && !_methods.ContainsKey(value.Type))
            {
                _methods.Add(value.Type, Unique($"Read{Suffix(value)}", taken));
                Methods.Add((value, _methods[value.Type]));
                _writeMethods.Add(value.Type, Unique($"Write{Suffix(value)}", taken));
                WriteMethods.Add((value, _writeMethods[value.Type]));
            }

            if (value.JsonContext is { } context && !_jsonTypes.ContainsKey((value.Type, context)))
            {
                _jsonTypes.Add((value.Type, context), Unique($"{Letters(value.DisplayName)}Json", taken));
                JsonTypes.Add((value, _jsonTypes[(value.Type, context)]));
            }
        }
    }

    /// <summary>For each column its local.</summary>
    public List<string> Locals { get; }

    /// <summary>The values that are read by a method of the reader, each type once.</summary>
    public List<(ValueModel Value, string Name)> Methods { get; } = [];

    /// <summary>The same values, which are written by a method too.</summary>
    public List<(ValueModel Value, string Name)> WriteMethods { get; } = [];

    /// <summary>The values that are read from JSON, each type and context once.</summary>
    public List<(ValueModel Value, string Name)> JsonTypes { get; } = [];

    public string? Method(ValueModel value) => _methods.TryGetValue(value.Type, out var name) ? name : null;

    public string? WriteMethod(ValueModel value) => _writeMethods.TryGetValue(value.Type, out var name) ? name : null;

    public string JsonType(ValueModel value) => _jsonTypes[(value.Type, value.JsonContext!)];

    private static string Suffix(ValueModel value) => value switch
    {
        { Enum: { } @enum } => @enum.Name,
        { Kind: ColumnKind.Range, Element: { } element } => $"RangeOf{(element.Enum is null && element.Reader is null ? element.Kind.ToString() : Letters(element.DisplayName))}",
        _ => value.Kind.ToString(),
    };

    private static string Letters(string name) => string.Concat(name.Replace("[]", "Array").Where(char.IsLetterOrDigit));

    private static string Camel(string name)
    {
        var capitals = name.TakeWhile(char.IsUpper).Count();

        // "URL" is url and "URLPath" urlPath: the last of several capitals begins the next word.
        var lowered = capitals > 1 && capitals < name.Length ? capitals - 1 : capitals;
        return name.Substring(0, lowered).ToLowerInvariant() + name.Substring(lowered);
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++)
        {
            unique = name + i.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
