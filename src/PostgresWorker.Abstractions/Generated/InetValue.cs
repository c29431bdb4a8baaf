using System.Net;

namespace PostgresWorker.Generated;

/// <summary>An inet or a cidr.</summary>
/// <param name="Address">The address, with the bits beyond the netmask.</param>
/// <param name="Netmask">How many bits are the network's: 0 to 32 or to 128.</param>
public readonly record struct InetValue(IPAddress Address, byte Netmask);
