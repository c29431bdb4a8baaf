using System.Net;
using System.Net.Sockets;

namespace PostgresWorker.Torture.Faults;

/// <summary>A worker's connection and that to the server behind it.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, Socket client) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp);
    private long _swallowed;

    /// <summary>Whether all that is sent is lost, and neither side hears of the other again, not even that it has gone.</summary>
    public bool IsSwallowed { get; set; }

    /// <summary>How many bytes were lost.</summary>
    public long Swallowed => Volatile.Read(ref _swallowed);

    /// <summary>Moves bytes until one side has gone.</summary>
    public async Task RunAsync(int server, CancellationToken stopped)
    {
        try
        {
            client.NoDelay = _server.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, server, stopped);
            await Task.WhenAll(MoveAsync(client, _server, stopped), MoveAsync(_server, client, stopped));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody is there, or the torture is over.
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Ends it without a word (RST).</summary>
    public void Reset()
    {
        Reset(client);
        Reset(_server);
    }

    /// <summary>The server finds that nobody is there.</summary>
    public void GiveUp() => Reset(_server);

    public void Dispose() => Reset();

    private async Task MoveAsync(Socket from, Socket to, CancellationToken stopped)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (true)
            {
                var limit = proxy.BytesPerSecond is > 0 and var rate ? Math.Clamp(rate / 20, 1, buffer.Length) : buffer.Length;
                var count = await from.ReceiveAsync(buffer.AsMemory(0, limit), stopped);
                if (count == 0)
                {
                    if (!IsSwallowed)
                    {
                        to.Shutdown(SocketShutdown.Send);
                    }

                    return;
                }

                await proxy.HoldAsync(count, stopped);
                if (IsSwallowed)
                {
                    Interlocked.Add(ref _swallowed, count);
                    continue;
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), stopped);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side has gone. Where all is swallowed the other must find out by itself.
            if (!IsSwallowed)
            {
                Reset();
            }
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It has gone.
        }
    }
}
