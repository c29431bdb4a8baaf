using System.Text;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads <c>orders</c>, <c>sales.orders</c> and <c>"Sales"."Order Lines"</c>.</summary>
internal static class TableNameParser
{
    // NAMEDATALEN - 1: Postgres cuts longer names off, and would then not find the table by the name written.
    private const int LongestIdentifier = 63;

    public static bool TryParse(string text, out string schema, out string table, out string problem)
    {
        (schema, table) = ("public", "");
        var position = 0;
        if (!TryReadIdentifier(text, ref position, out table, out problem))
        {
            return false;
        }

        if (position == text.Length)
        {
            return true;
        }

        // Only a dot ends an identifier before the end of the text.
        position++;
        schema = table;
        if (!TryReadIdentifier(text, ref position, out table, out problem))
        {
            return false;
        }

        problem = position == text.Length ? "" : "it has more than two parts; write \"schema.table\", and quote a part that has a dot in it";
        return problem.Length == 0;
    }

    private static bool TryReadIdentifier(string text, ref int position, out string identifier, out string problem)
    {
        var isQuoted = position < text.Length && text[position] == '"';
        problem = isQuoted ? ReadQuoted(text, ref position, out identifier) : ReadPlain(text, ref position, out identifier);
        if (problem.Length == 0 && identifier.Length == 0)
        {
            problem = "a name is empty";
        }
        else if (problem.Length == 0 && Encoding.UTF8.GetByteCount(identifier) > LongestIdentifier)
        {
            problem = $"'{identifier}' is longer than {LongestIdentifier} bytes, which Postgres does not store";
        }

        return problem.Length == 0;
    }

    private static string ReadPlain(string text, ref int position, out string identifier)
    {
        var start = position;
        while (position < text.Length && text[position] != '.')
        {
            position++;
        }

        identifier = text.Substring(start, position - start);
        return identifier.Where((character, index) => !IsPlain(character, isFirst: index == 0)).Any()
            ? $"'{identifier}' must be quoted as in SQL, for only names of a-z, 0-9, '_' and '$' that begin with a letter or '_' may stand without: \"{identifier.Replace("\"", "\"\"")}\""
            : "";
    }

    private static string ReadQuoted(string text, ref int position, out string identifier)
    {
        var name = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] != '"')
            {
                name.Append(text[position]);
            }
            else if (position + 1 < text.Length && text[position + 1] == '"')
            {
                name.Append('"');
                position++;
            }
            else
            {
                position++;
                identifier = name.ToString();
                return position < text.Length && text[position] != '.' ? $"something follows the closing quote of \"{identifier}\"" : Storable(identifier);
            }
        }

        identifier = name.ToString();
        return "a closing quote is missing";
    }

    private static string Storable(string identifier) => identifier.IndexOf('\0') >= 0 ? "a name has a zero character, which Postgres does not store" : "";

    private static bool IsPlain(char character, bool isFirst) =>
        character is (>= 'a' and <= 'z') or '_' || (!isFirst && character is (>= '0' and <= '9') or '$');
}
