using System.Text;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes indented lines, which end with a line feed on every system.</summary>
internal sealed class CodeWriter
{
    private const int Step = 4;

    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>Writes each line of <paramref name="text"/> with the indentation of the place.</summary>
    public void Lines(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var content = line.TrimEnd('\r');
            _text.Append(' ', content.Length == 0 ? 0 : _indentation * Step).Append(content).Append('\n');
        }
    }

    /// <summary>Writes nothing but the line's end.</summary>
    public void Blank() => Lines("");

    /// <summary>Writes braces, and between them what <paramref name="body"/> writes.</summary>
    public void Block(string head, Action body, string end = "")
    {
        Lines($"{head}\n{{");
        Indented(body);
        Lines($"}}{end}");
    }

    /// <summary>Writes braces around lines, without a head.</summary>
    public void Block(IEnumerable<string> lines, string end)
    {
        Lines("{");
        Indented(() => Lines(string.Join("\n", lines)));
        Lines(end);
    }

    public void Indented(Action body)
    {
        _indentation++;
        body();
        _indentation--;
    }

    public override string ToString() => _text.ToString();
}
