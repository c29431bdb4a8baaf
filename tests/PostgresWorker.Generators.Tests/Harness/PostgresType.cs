using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Types of the catalog by <c>typname</c>: built-in ones, and those that a test's database might have.</summary>
internal static class PostgresType
{
    private const uint FirstOfDatabase = 20_000;

    private static readonly Dictionary<string, uint> Oids = new(StringComparer.Ordinal)
    {
        ["bool"] = 16,
        ["bytea"] = 17,
        ["name"] = 19,
        ["int8"] = 20,
        ["int2"] = 21,
        ["int4"] = 23,
        ["text"] = 25,
        ["oid"] = 26,
        ["json"] = 114,
        ["xml"] = 142,
        ["point"] = 600,
        ["lseg"] = 601,
        ["path"] = 602,
        ["box"] = 603,
        ["polygon"] = 604,
        ["line"] = 628,
        ["cidr"] = 650,
        ["float4"] = 700,
        ["float8"] = 701,
        ["circle"] = 718,
        ["macaddr8"] = 774,
        ["money"] = 790,
        ["macaddr"] = 829,
        ["inet"] = 869,
        ["bpchar"] = 1042,
        ["varchar"] = 1043,
        ["date"] = 1082,
        ["time"] = 1083,
        ["timestamp"] = 1114,
        ["timestamptz"] = 1184,
        ["interval"] = 1186,
        ["timetz"] = 1266,
        ["bit"] = 1560,
        ["varbit"] = 1562,
        ["numeric"] = 1700,
        ["uuid"] = 2950,
        ["pg_lsn"] = 3220,
        ["jsonb"] = 3802,
    };

    private static readonly Dictionary<string, string> Bounds = new(StringComparer.Ordinal)
    {
        ["int4"] = "int4",
        ["int8"] = "int8",
        ["num"] = "numeric",
        ["ts"] = "timestamp",
        ["tstz"] = "timestamptz",
        ["date"] = "date",
        ["text"] = "text",
    };

    public static ColumnType Named(string name)
    {
        if (Oids.TryGetValue(name, out var oid))
        {
            return new ColumnType(name, oid, 'b', name);
        }

        if (name.StartsWith('_'))
        {
            return Of(name, 'a') with { Element = Named(name[1..]), Name = $"{name[1..]}[]", Delimiter = name == "_box" ? ';' : ',' };
        }

        if (name.EndsWith("multirange", StringComparison.Ordinal))
        {
            return Of(name, 'm') with { Element = Named(name.Replace("multirange", "range", StringComparison.Ordinal)) };
        }

        return name switch
        {
            "hstore" or "citext" => Of(name, 'b'),
            "place" => Of(name, 'c') with { Fields = Layout(name, ("x", "int4"), ("city", "text")) },
            "home" => Of(name, 'c') with { Fields = Layout(name, ("place", "place"), ("is_owned", "bool")) },
            _ when name.EndsWith("range", StringComparison.Ordinal) => Of(name, 'r') with { Element = Named(Bounds[name[..^"range".Length]]) },
            _ => Of(name, 'e'),
        };
    }

    private static TableLayout Layout(string name, params (string Name, string Type)[] fields) => new(
        new TableName("public", name),
        [.. fields.Select(static field => new TableColumn(field.Name, Named(field.Type), IsInIdentity: false, IsInKey: false))]);

    private static ColumnType Of(string name, char kind) => new(name, FirstOfDatabase + (uint)name.Sum(static character => character), kind, name);
}
