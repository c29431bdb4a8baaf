using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PostgresWorker.ThrowAway;

/// <summary>Chooses ports on 127.0.0.1.</summary>
internal static class LoopbackPort
{
    // Below every system's range for outgoing connections (Linux begins at 32768): one of those could take
    // the port while a server is down that is to come back on it.
    private const int First = 20_000;
    private const int End = 32_000;

    /// <summary>A port that is free now; somebody may take it before the server does, so be ready to choose again.</summary>
    public static int Choose()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
            }
        }
    }
}
