using System.Text;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>A value in the forms that Postgres writes: of the type's send function, of its out function, and of to_jsonb.</summary>
/// <param name="Rendered">What <see cref="Rendered.Of"/> says of it.</param>
/// <param name="Binary">The binary form.</param>
/// <param name="Text">The text form.</param>
/// <param name="Json">As to_jsonb writes it.</param>
internal sealed record Sample(string Rendered, byte[] Binary, string Text, string Json)
{
    /// <summary>What is written of the C# value, where that is not all that Postgres had.</summary>
    public string? Lossy { get; init; }

    public string Written => Lossy ?? Json;

    /// <summary>A value that is a string to JSON, as most are.</summary>
    public static Sample Quoted(object value, byte[] binary, string text) => new(RandomRows.Rendered.Of(value), binary, text, JsonText.Of(text));

    /// <summary>A value that JSON has a literal for.</summary>
    public static Sample Literal(object value, byte[] binary, string text) => new(RandomRows.Rendered.Of(value), binary, text, text);

    /// <summary>The tuple's bytes: a letter for the form, the length, the value.</summary>
    public static byte[] Column(Sample? value, bool isBinary)
    {
        if (value is null)
        {
            return "n"u8.ToArray();
        }

        var bytes = isBinary ? value.Binary : Encoding.UTF8.GetBytes(value.Text);
        return [isBinary ? (byte)'b' : (byte)'t', .. Bytes.Int32(bytes.Length), .. bytes];
    }
}
