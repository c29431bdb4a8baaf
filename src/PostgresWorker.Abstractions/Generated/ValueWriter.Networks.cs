using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public readonly partial struct ValueWriter
{
    /// <summary>Writes an inet of a single host.</summary>
    public void Write(IPAddress? value) => WriteText(value is null ? null : InetTextWriter.Write(value));

    /// <summary>Writes a cidr.</summary>
    public void Write(IPNetwork value) => WriteInet(value.BaseAddress, (byte)value.PrefixLength);

    /// <summary>Writes an inet, of a single host without the netmask, or a cidr.</summary>
    /// <param name="address">The address.</param>
    /// <param name="netmask">How many bits are the network's.</param>
    public void WriteInet(IPAddress address, byte netmask)
    {
        var isHost = TypeOid != TypeOids.Cidr && netmask == InetForm.BitsOf(address);
        WriteText(isHost ? InetTextWriter.Write(address) : $"{InetTextWriter.Write(address)}/{netmask}");
    }

    /// <summary>Writes a macaddr or a macaddr8.</summary>
    public void Write(PhysicalAddress? value) => WriteText(value is null ? null : string.Join(':', value.GetAddressBytes().Select(static part => part.ToString("x2", null))));

    /// <summary>Writes a bit string, its first bit at the left.</summary>
    public void Write(BitArray? value) => WriteText(value is null ? null : string.Create(value.Count, value, static (digits, bits) =>
    {
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = bits[i] ? '1' : '0';
        }
    }));
}
