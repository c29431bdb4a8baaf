using System.Text;

namespace PostgresWorker.DeadLetters;

/// <summary>Makes any text one that the server takes: an exception's message may hold what a text of Postgres can't.</summary>
internal static class StorableText
{
    /// <summary>Without NUL characters and lone surrogates.</summary>
    public static string Of(string text)
    {
        var made = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            made.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        }

        return made.ToString();
    }

    /// <summary>In ASCII, for databases whose encoding lacks a character.</summary>
    public static string Ascii(string text)
    {
        var characters = Of(text).ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = char.IsAscii(characters[i]) ? characters[i] : '?';
        }

        return new string(characters);
    }
}
