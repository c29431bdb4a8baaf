namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Source text in which <c>{|PGW1001:OnOrder|}</c> marks where a diagnostic is expected. Marks nest.</summary>
internal static class Markup
{
    public static (string Text, IReadOnlyList<(string Id, int Start, int End)> Marks) Read(string marked)
    {
        var text = new System.Text.StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var marks = new List<(string, int, int)>();
        for (var i = 0; i < marked.Length; i++)
        {
            var rest = marked.AsSpan(i);
            if (rest.StartsWith("{|"))
            {
                var colon = rest.IndexOf(':');
                open.Push((rest[2..colon].ToString(), text.Length));
                i += colon;
            }
            else if (rest.StartsWith("|}"))
            {
                var (id, start) = open.Pop();
                marks.Add((id, start, text.Length));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return open.Count == 0 ? (text.ToString(), marks) : throw new ArgumentException($"The mark of {open.Peek().Id} is not closed.", nameof(marked));
    }
}
