using System.Net;
using System.Net.NetworkInformation;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for addresses, bit strings and positions.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Networks =
    [
        new("'192.168.0.1'::inet", 869, ColumnKind.Inet, "02200004c0a80001", "192.168.0.1", new InetValue(IPAddress.Parse("192.168.0.1"), 32)),
        new("'192.168.0.1/24'::inet", 869, ColumnKind.Inet, "02180004c0a80001", "192.168.0.1/24", new InetValue(IPAddress.Parse("192.168.0.1"), 24)),
        new("'0.0.0.0/0'::inet", 869, ColumnKind.Inet, "0200000400000000", "0.0.0.0/0", new InetValue(IPAddress.Parse("0.0.0.0"), 0)),
        new("'255.255.255.255'::inet", 869, ColumnKind.Inet, "02200004ffffffff", "255.255.255.255", new InetValue(IPAddress.Parse("255.255.255.255"), 32)),
        new("'::1'::inet", 869, ColumnKind.Inet, "0380001000000000000000000000000000000001", "::1", new InetValue(IPAddress.Parse("::1"), 128)),
        new("'2001:db8::ff00:42:8329/64'::inet", 869, ColumnKind.Inet, "0340001020010db8000000000000ff0000428329", "2001:db8::ff00:42:8329/64", new InetValue(IPAddress.Parse("2001:db8::ff00:42:8329"), 64)),
        new("'::ffff:1.2.3.4'::inet", 869, ColumnKind.Inet, "0380001000000000000000000000ffff01020304", "::ffff:1.2.3.4", new InetValue(IPAddress.Parse("::ffff:1.2.3.4"), 128)),
        new("'::/0'::inet", 869, ColumnKind.Inet, "0300001000000000000000000000000000000000", "::/0", new InetValue(IPAddress.Parse("::"), 0)),
        new("'10.0.0.0/8'::cidr", 650, ColumnKind.Inet, "020801040a000000", "10.0.0.0/8", new InetValue(IPAddress.Parse("10.0.0.0"), 8)),
        new("'10.0.0.0/8'::cidr", 650, ColumnKind.Cidr, "020801040a000000", "10.0.0.0/8", new InetValue(IPAddress.Parse("10.0.0.0"), 8)),
        new("'10.0.0.0/8'::cidr", 650, ColumnKind.IPNetwork, "020801040a000000", "10.0.0.0/8", IPNetwork.Parse("10.0.0.0/8")),
        new("'10.1.2.3/32'::cidr", 650, ColumnKind.Cidr, "022001040a010203", "10.1.2.3/32", new InetValue(IPAddress.Parse("10.1.2.3"), 32)),
        new("'10.1.2.3/32'::cidr", 650, ColumnKind.IPNetwork, "022001040a010203", "10.1.2.3/32", IPNetwork.Parse("10.1.2.3/32")),
        new("'2001:db8::/32'::cidr", 650, ColumnKind.Cidr, "0320011020010db8000000000000000000000000", "2001:db8::/32", new InetValue(IPAddress.Parse("2001:db8::"), 32)),
        new("'2001:db8::/32'::cidr", 650, ColumnKind.IPNetwork, "0320011020010db8000000000000000000000000", "2001:db8::/32", IPNetwork.Parse("2001:db8::/32")),
        new("'0.0.0.0/0'::cidr", 650, ColumnKind.Cidr, "0200010400000000", "0.0.0.0/0", new InetValue(IPAddress.Parse("0.0.0.0"), 0)),
        new("'0.0.0.0/0'::cidr", 650, ColumnKind.IPNetwork, "0200010400000000", "0.0.0.0/0", IPNetwork.Parse("0.0.0.0/0")),
        new("'192.168.0.1'::inet", 869, ColumnKind.IPAddress, "02200004c0a80001", "192.168.0.1", IPAddress.Parse("192.168.0.1")),
        new("'::1'::inet", 869, ColumnKind.IPAddress, "0380001000000000000000000000000000000001", "::1", IPAddress.Parse("::1")),
        new("'192.168.0.1/24'::inet", 869, ColumnKind.IPAddress, "02180004c0a80001", "192.168.0.1/24", Misfit("declare the property as NpgsqlInet or string")),
        new("'::1/64'::inet", 869, ColumnKind.IPAddress, "0340001000000000000000000000000000000001", "::1/64", Misfit("declare the property as NpgsqlInet or string")),
        new("'08:00:2b:01:02:fd'::macaddr", 829, ColumnKind.PhysicalAddress, "08002b0102fd", "08:00:2b:01:02:fd", new PhysicalAddress([0x08, 0x00, 0x2b, 0x01, 0x02, 0xfd])),
        new("'08:00:2b:01:02:03:04:ff'::macaddr8", 774, ColumnKind.PhysicalAddress, "08002b01020304ff", "08:00:2b:01:02:03:04:ff", new PhysicalAddress([0x08, 0x00, 0x2b, 0x01, 0x02, 0x03, 0x04, 0xff])),
        new("'0'::varbit", 1562, ColumnKind.BitArray, "0000000100", "0", Bits("0")),
        new("'1'::varbit", 1562, ColumnKind.BitArray, "0000000180", "1", Bits("1")),
        new("'10110'::varbit", 1562, ColumnKind.BitArray, "00000005b0", "10110", Bits("10110")),
        new("'100000001'::varbit", 1562, ColumnKind.BitArray, "000000098080", "100000001", Bits("100000001")),
        new("'11111111'::varbit", 1562, ColumnKind.BitArray, "00000008ff", "11111111", Bits("11111111")),
        new("''::varbit", 1562, ColumnKind.BitArray, "00000000", "", Bits("")),
        new("'101'::bit(3)", 1560, ColumnKind.BitArray, "00000003a0", "101", Bits("101")),
        new("'0/0'::pg_lsn", 3220, ColumnKind.Lsn, "0000000000000000", "0/0", Lsn.Parse("0/0")),
        new("'16/B374D848'::pg_lsn", 3220, ColumnKind.Lsn, "00000016b374d848", "16/B374D848", Lsn.Parse("16/B374D848")),
        new("'FFFFFFFF/FFFFFFFF'::pg_lsn", 3220, ColumnKind.Lsn, "ffffffffffffffff", "FFFFFFFF/FFFFFFFF", Lsn.Parse("FFFFFFFF/FFFFFFFF")),
    ];
}
