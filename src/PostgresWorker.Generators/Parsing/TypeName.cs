using System.Globalization;

namespace PostgresWorker.Generators.Parsing;

/// <summary>A Postgres type as <c>[Column(TypeName = "...")]</c> says it.</summary>
/// <param name="Name">The name without modifiers, in the spelling of the manual's
/// <see href="https://www.postgresql.org/docs/current/datatype.html">table of types</see> where that knows it.</param>
/// <param name="IsArray">Whether it is an array of that type.</param>
internal sealed record TypeName(string Name, bool IsArray)
{
    private const int LargestReal = 24;

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["bool"] = "boolean",
        ["int2"] = "smallint",
        ["smallserial"] = "smallint",
        ["serial2"] = "smallint",
        ["int"] = "integer",
        ["int4"] = "integer",
        ["serial"] = "integer",
        ["serial4"] = "integer",
        ["int8"] = "bigint",
        ["bigserial"] = "bigint",
        ["serial8"] = "bigint",
        ["float4"] = "real",
        ["float8"] = "double precision",
        ["float"] = "double precision",
        ["decimal"] = "numeric",
        ["dec"] = "numeric",
        ["character varying"] = "varchar",
        ["char varying"] = "varchar",
        ["character"] = "char",
        ["bpchar"] = "char",
        ["timestamp without time zone"] = "timestamp",
        ["timestamp with time zone"] = "timestamptz",
        ["time without time zone"] = "time",
        ["time with time zone"] = "timetz",
        ["varbit"] = "bit varying",
    };

    /// <summary>Reads the name, or null where it is quoted: then it is what the database says.</summary>
    public static TypeName? Parse(string text)
    {
        if (text.Contains('"'))
        {
            return null;
        }

        var words = string.Join(" ", text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var whole = words.Split('[')[0].TrimEnd();
        var isArray = whole.Length < words.Length || whole.EndsWith(" array", StringComparison.Ordinal);
        whole = whole.EndsWith(" array", StringComparison.Ordinal) ? whole.Substring(0, whole.Length - " array".Length) : whole;

        var (open, close) = (whole.IndexOf('('), whole.IndexOf(')'));
        var modifier = open >= 0 && close > open ? whole.Substring(open + 1, close - open - 1) : "";
        var name = open >= 0 && close > open ? $"{whole.Substring(0, open).TrimEnd()} {whole.Substring(close + 1).TrimStart()}".TrimEnd() : whole;
        name = name.StartsWith("pg_catalog.", StringComparison.Ordinal) ? name.Substring("pg_catalog.".Length) : name;
        if (name.StartsWith("interval ", StringComparison.Ordinal))
        {
            return new TypeName("interval", isArray);
        }

        // float(1) to float(24) are real, which no other alias does.
        var isReal = name == "float" && int.TryParse(modifier, NumberStyles.Integer, CultureInfo.InvariantCulture, out var bits) && bits <= LargestReal;
        return new TypeName(isReal ? "real" : Aliases.TryGetValue(name, out var known) ? known : name, isArray);
    }
}
