namespace PostgresWorker.Tests.Fuzz;

/// <summary>Reads bytes that stand between others, and again between other ones: what is read must not depend on them.</summary>
internal static class Surrounded
{
    private const int Margin = 64;

    public delegate string Reading(ReadOnlySpan<byte> bytes);

    /// <exception cref="Exception">What the reading throws; or an <see cref="InvalidOperationException"/> where the two differ.</exception>
    public static void Read(byte[] bytes, Reading reading)
    {
        // The second time costs as much as the first: of some is enough.
        var isTwice = bytes.Length % 4 == 0;
        var second = isTwice ? Once(bytes, 0xFF, reading) : null;
        string? first;
        try
        {
            first = reading(Beside(bytes, 0x00).AsSpan(Margin, bytes.Length));
        }
        catch (Exception e) when (isTwice && e.Message != second)
        {
            throw new InvalidOperationException($"It depends on what stands beside: {e.Message}, or {second}", e);
        }

        if (isTwice && first != second)
        {
            throw new InvalidOperationException($"It depends on what stands beside: {first}, or {second}");
        }
    }

    private static string Once(byte[] bytes, byte beside, Reading reading)
    {
        try
        {
            return reading(Beside(bytes, beside).AsSpan(Margin, bytes.Length));
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private static byte[] Beside(byte[] bytes, byte beside)
    {
        var memory = new byte[bytes.Length + (2 * Margin)];
        Array.Fill(memory, beside);
        bytes.CopyTo(memory, Margin);
        return memory;
    }
}
