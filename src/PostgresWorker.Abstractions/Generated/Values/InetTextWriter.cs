using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostgresWorker.Generated.Values;

/// <summary>
/// Writes an address as <c>inet_out</c> writes it. .NET and Postgres differ in which addresses of version 6 end in one of version 4.
/// See <see href="https://github.com/postgres/postgres/blob/master/src/port/inet_net_ntop.c">inet_net_ntop.c</see>.
/// </summary>
internal static class InetTextWriter
{
    private const int Words = 8;

    internal static string Write(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        var words = new ushort[Words];
        for (var i = 0; i < Words; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * i));
        }

        var (start, length) = LongestZeros(words);
        var text = new StringBuilder();
        for (var i = 0; i < Words; i++)
        {
            if (i >= start && i < start + length)
            {
                text.Append(i == start ? ":" : "");
                continue;
            }

            text.Append(i == 0 ? "" : ":");
            if (i == 6 && start == 0 && EndsInV4(words, length))
            {
                return text.Append(new IPAddress(bytes.AsSpan(12))).ToString();
            }

            text.Append(words[i].ToString("x", CultureInfo.InvariantCulture));
        }

        return text.Append(start + length == Words ? ":" : "").ToString();
    }

    private static bool EndsInV4(ushort[] words, int zeros) => zeros == 6 || (zeros == 7 && words[7] != 1) || (zeros == 5 && words[5] == 0xffff);

    /// <summary>The first of the longest runs of at least two zeros; where there is none, one of no length behind the end.</summary>
    private static (int Start, int Length) LongestZeros(ushort[] words)
    {
        var best = (Start: Words + 1, Length: 1);
        for (var i = 0; i < Words; i++)
        {
            var end = i;
            while (end < Words && words[end] == 0)
            {
                end++;
            }

            best = end - i > best.Length ? (i, end - i) : best;
        }

        return best.Length > 1 ? best : (Words + 1, 0);
    }
}
