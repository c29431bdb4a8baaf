using System.Net;
using System.Net.NetworkInformation;
using NpgsqlTypes;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class NetworkTests(TypeRows<NetworkTests> rows) : TypeTests<NetworkTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads<IPAddress?>("inet", "'0.0.0.0'", IPAddress.Any),
        Reads<IPAddress?>("inet", "'255.255.255.255'", IPAddress.Broadcast),
        Reads<IPAddress?>("inet", "'::'", IPAddress.IPv6Any),
        Reads<IPAddress?>("inet", "'2001:db8::ff00:42:8329'", IPAddress.Parse("2001:db8::ff00:42:8329")),
        Reads<IPAddress?>("inet", "'::ffff:1.2.3.4'", IPAddress.Parse("::ffff:1.2.3.4")),
        Reads<IPAddress?>("inet", "NULL", null),
        NeedsValue<IPAddress>("inet"),
        Fails<IPAddress?>("inet", "'192.168.1.5/24'", "netmask"),
        Fails<IPAddress?>("inet", "'::1/64'", "netmask"),
        Reads("inet", "'192.168.1.5/24'", new NpgsqlInet(IPAddress.Parse("192.168.1.5"), 24)),
        Reads("inet", "'0.0.0.0'", new NpgsqlInet(IPAddress.Any, 32)),
        Reads("inet", "'::1/64'", new NpgsqlInet(IPAddress.IPv6Loopback, 64)),
        Reads("inet", "'0.0.0.0/0'", new NpgsqlInet(IPAddress.Any, 0)),
        Reads<NpgsqlInet?>("inet", "NULL", null),
        Fails<NpgsqlInet>("inet", "NULL", "the value is NULL"),
        Refused<IPNetwork>("inet", "declare it as IPAddress"),

        Reads("cidr", "'0.0.0.0/0'", new IPNetwork(IPAddress.Any, 0)),
        Reads("cidr", "'10.1.0.0/16'", new IPNetwork(IPAddress.Parse("10.1.0.0"), 16)),
        Reads("cidr", "'255.255.255.255/32'", new IPNetwork(IPAddress.Broadcast, 32)),
        Reads("cidr", "'2001:db8::/33'", new IPNetwork(IPAddress.Parse("2001:db8::"), 33)),
        Reads<IPNetwork?>("cidr", "NULL", null),
        Fails<IPNetwork>("cidr", "NULL", "the value is NULL"),
#pragma warning disable CS0618 // Obsolete for IPNetwork, and read all the same.
        Reads("cidr", "'10.1.0.0/16'", new NpgsqlCidr(IPAddress.Parse("10.1.0.0"), 16)),
        Reads("cidr", "'::/0'", new NpgsqlCidr(IPAddress.IPv6Any, 0)),
        Reads<NpgsqlCidr?>("cidr", "NULL", null),
#pragma warning restore CS0618
        Refused<IPAddress?>("cidr", "declare it as IPNetwork"),

        Reads<PhysicalAddress?>("macaddr", "'00:00:00:00:00:00'", new PhysicalAddress(new byte[6])),
        Reads<PhysicalAddress?>("macaddr", "'08:00:2b:01:02:ff'", new PhysicalAddress([8, 0, 0x2b, 1, 2, 0xff])),
        Reads<PhysicalAddress?>("macaddr", "NULL", null),
        NeedsValue<PhysicalAddress>("macaddr"),
        Reads<PhysicalAddress?>("macaddr8", "'08:00:2b:ff:fe:01:02:03'", new PhysicalAddress([8, 0, 0x2b, 0xff, 0xfe, 1, 2, 3])),
        Reads<PhysicalAddress?>("macaddr8", "'ff:ff:ff:ff:ff:ff:ff:ff'", new PhysicalAddress([255, 255, 255, 255, 255, 255, 255, 255])),
        Reads<PhysicalAddress?>("macaddr8", "NULL", null),
        Refused<long>("macaddr", "declare it as PhysicalAddress"),
    ];
}
