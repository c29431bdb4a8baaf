using System.Globalization;
using System.Text;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// Names in snake_case by the rules of Npgsql's own translator (and so of EF's naming conventions): <c>CustomerId</c> is
/// <c>customer_id</c>, <c>URL</c> is <c>url</c>, <c>HTTPServer</c> is <c>http_server</c>, <c>Address2Line</c> is <c>address2line</c>.
/// Letters without case, which Npgsql leaves out, stay.
/// </summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && BeginsWord(name, i))
            {
                snake.Append('_');
            }

            snake.Append(char.ToLower(name[i], CultureInfo.InvariantCulture));
        }

        return snake.ToString();
    }

    /// <summary>A capital begins a word after a small letter, and where a small letter follows it; never after a digit or an underscore.</summary>
    private static bool BeginsWord(string name, int i)
    {
        if (i == 0 || name[i - 1] == '_' || char.IsDigit(name[i - 1]))
        {
            return false;
        }

        return char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]));
    }
}
