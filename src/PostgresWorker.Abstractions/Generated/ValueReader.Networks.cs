using System.Buffers.Binary;
using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    /// <summary>Reads an inet or a cidr.</summary>
    public InetValue GetInet()
    {
        var value = Value();
        var read = IsBinary ? InetForm.TryReadBinary(value, out var inet) : InetForm.TryReadText(value, out inet);
        return read ? inet : throw Malformed("an inet or cidr");
    }

    /// <summary>Reads a cidr.</summary>
    public InetValue GetCidr() => GetInet();

    /// <summary>Reads an inet of a single host.</summary>
    public IPAddress GetIPAddress()
    {
        var inet = GetInet();
        return inet.Netmask == InetForm.BitsOf(inet.Address)
            ? inet.Address
            : throw Misfit("the inet has a netmask, which no IPAddress has; declare the property as NpgsqlInet or string.");
    }

    /// <summary>Reads a cidr.</summary>
    public IPNetwork GetIPNetwork()
    {
        var inet = GetInet();
        return InetForm.HasNoHostBits(inet) ? new IPNetwork(inet.Address, inet.Netmask) : throw Malformed("a cidr");
    }

    /// <summary>Reads a macaddr or a macaddr8.</summary>
    public PhysicalAddress GetPhysicalAddress()
    {
        var value = Value();
        var length = TypeOid == TypeOids.MacAddr8 ? 8 : 6;
        if (IsBinary)
        {
            return value.Length == length ? new PhysicalAddress(value.ToArray()) : throw WrongLength(value.Length);
        }

        Span<byte> digits = stackalloc byte[16];
        if (value.Length != (length * 3) - 1)
        {
            throw BadText("a macaddr");
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (i % 3 < 2)
            {
                digits[(i / 3 * 2) + (i % 3)] = value[i];
            }
            else if (value[i] != (byte)':')
            {
                throw BadText("a macaddr");
            }
        }

        return HexText.TryRead(digits[..(2 * length)], out var address) ? new PhysicalAddress(address) : throw BadText("a macaddr");
    }

    /// <summary>Reads a bit string; index 0 is its leftmost bit.</summary>
    public BitArray GetBitArray()
    {
        var value = Value();
        if (!IsBinary)
        {
            return value.ContainsAnyExcept((byte)'0', (byte)'1') ? throw BadText("a bit string") : ReadBits(value);
        }

        if (!BinaryPrimitives.TryReadInt32BigEndian(value, out var count) || count < 0 || value.Length - sizeof(int) != (count + 7L) / 8)
        {
            throw Malformed("a bit string");
        }

        var bits = new BitArray(count);
        for (var i = 0; i < count; i++)
        {
            bits[i] = (value[sizeof(int) + (i / 8)] & (0x80 >> (i % 8))) != 0;
        }

        return bits;
    }

    private static BitArray ReadBits(ReadOnlySpan<byte> digits)
    {
        var bits = new BitArray(digits.Length);
        for (var i = 0; i < digits.Length; i++)
        {
            bits[i] = digits[i] == (byte)'1';
        }

        return bits;
    }
}
