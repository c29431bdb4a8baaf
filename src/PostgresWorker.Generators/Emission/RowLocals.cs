using System.Globalization;
using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Emission;

/// <summary>Names for a reader's locals and for its methods that read enums, none twice.</summary>
internal sealed class RowLocals
{
    private readonly Dictionary<string, string> _enumMethods = new(StringComparer.Ordinal);

    public RowLocals(EquatableArray<ColumnModel> columns)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { "tuple", "slot" };
        Names = [.. columns.Select(column => Symbols.Escape(Unique(Camel(column.Property), taken)))];

        var methods = new HashSet<string>(StringComparer.Ordinal);
        var enums = columns.Where(static column => column.Enum is not null).GroupBy(static column => column.Type, StringComparer.Ordinal);
        foreach (var column in enums.Select(static same => same.First()))
        {
            _enumMethods.Add(column.Type, Unique($"Read{column.Enum!.Name}", methods));
            EnumMethods.Add((column, _enumMethods[column.Type]));
        }
    }

    /// <summary>For each column its local.</summary>
    public List<string> Names { get; }

    /// <summary>For each enum type a column that has it, and the method.</summary>
    public List<(ColumnModel Column, string Method)> EnumMethods { get; } = [];

    public string? EnumMethod(ColumnModel column) => _enumMethods.TryGetValue(column.Type, out var method) ? method : null;

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
