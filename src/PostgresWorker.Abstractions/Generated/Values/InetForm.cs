using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace PostgresWorker.Generated.Values;

/// <summary>
/// The forms of inet and cidr. Binary (<c>inet_send</c>): a byte each for family (2 is IPv4, 3 IPv6), bits of the netmask, whether it is a cidr, and the count of the bytes
/// of the address, which follow. Text: the address, and after a slash the bits, which inet leaves out for a single host.
/// </summary>
internal static class InetForm
{
    private const byte FamilyV4 = 2, FamilyV6 = 3, BitsV4 = 32, BitsV6 = 128;

    internal static bool TryReadBinary(ReadOnlySpan<byte> value, out InetValue inet)
    {
        inet = default;
        if (value.Length < 4)
        {
            return false;
        }

        var bits = value[0] switch { FamilyV4 => BitsV4, FamilyV6 => BitsV6, _ => (byte)0 };
        if (bits == 0 || value[1] > bits || value[3] != bits / 8 || value.Length != 4 + (bits / 8))
        {
            return false;
        }

        inet = new InetValue(new IPAddress(value[4..]), value[1]);
        return true;
    }

    internal static bool TryReadText(ReadOnlySpan<byte> text, out InetValue inet)
    {
        inet = default;
        var slash = text.IndexOf((byte)'/');
        var host = slash < 0 ? text : text[..slash];
        if (!TryReadAddress(host, out var address))
        {
            return false;
        }

        var bits = BitsOf(address);
        if (slash >= 0 && (!Utf8Parser.TryParse(text[(slash + 1)..], out bits, out var consumed) || consumed != text.Length - slash - 1 || bits > BitsOf(address)))
        {
            return false;
        }

        inet = new InetValue(address, bits);
        return true;
    }

    internal static byte BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? BitsV4 : BitsV6;

    internal static bool HasNoHostBits(InetValue inet)
    {
        Span<byte> bytes = stackalloc byte[16];
        inet.Address.TryWriteBytes(bytes, out var length);
        for (var bit = (int)inet.Netmask; bit < length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> text, out IPAddress address)
    {
        // .NET also reads short, octal and hexadecimal forms, and scopes, none of which Postgres writes.
        address = IPAddress.None;
        Span<char> characters = stackalloc char[64];
        var isV6 = text.Contains((byte)':');
        if (System.Text.Ascii.ToUtf16(text, characters, out var length) != OperationStatus.Done ||
            (!isV6 && text.Count((byte)'.') != 3) || text.ContainsAny((byte)'%', (byte)'[', (byte)'x') ||
            !IPAddress.TryParse(characters[..length], out var read))
        {
            return false;
        }

        address = read;
        return true;
    }
}
