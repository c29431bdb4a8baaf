using System.Buffers;

namespace PostgresWorker.Generated.Values;

/// <summary>Reads hexadecimal digits, two for a byte.</summary>
internal static class HexText
{
    internal static bool TryRead(ReadOnlySpan<byte> digits, out byte[] bytes)
    {
        bytes = [];
        if (digits.Length % 2 != 0)
        {
            return false;
        }

        bytes = new byte[digits.Length / 2];
        Span<char> some = stackalloc char[512];
        for (var done = 0; done < bytes.Length; done += some.Length / 2)
        {
            var piece = digits[(2 * done)..];
            piece = piece.Length > some.Length ? piece[..some.Length] : piece;
            if (System.Text.Ascii.ToUtf16(piece, some, out var length) != OperationStatus.Done ||
                Convert.FromHexString(some[..length], bytes.AsSpan(done), out _, out _) != OperationStatus.Done)
            {
                return false;
            }
        }

        return true;
    }
}
