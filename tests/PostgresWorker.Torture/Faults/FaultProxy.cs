using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PostgresWorker.Torture.Faults;

/// <summary>The network between workers and server: it cuts connections, delays, is slow, or swallows what is sent.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly Task _accepting;
    private long _held;

    public FaultProxy(int server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>For how long each piece is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many bytes a second pass on each connection; 0 for any number.</summary>
    public int BytesPerSecond { get; set; }

    /// <summary>How many pieces were held back or slowed down.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Holds a piece back, where it is asked for.</summary>
    public async ValueTask HoldAsync(int bytes, CancellationToken stopped)
    {
        var pause = BytesPerSecond is > 0 and var rate ? Delay + TimeSpan.FromSeconds((double)bytes / rate) : Delay;
        if (pause > TimeSpan.Zero)
        {
            Interlocked.Increment(ref _held);
            await Task.Delay(pause, stopped);
        }
    }

    /// <summary>Resets all connections.</summary>
    /// <returns>How many there were.</returns>
    public int Cut()
    {
        var count = 0;
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
            count++;
        }

        return count;
    }

    /// <summary>From now on nothing passes on the connections that there are, and nobody is told, as where a cable is pulled. New ones are well.</summary>
    public ProxiedConnection[] Swallow()
    {
        ProxiedConnection[] swallowed = [.. _connections.Keys];
        Array.ForEach(swallowed, connection => connection.IsSwallowed = true);
        return swallowed;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stopped.Token);
                var connection = new ProxiedConnection(this, client);
                _connections[connection] = RunAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The torture is over.
        }
    }

    private async Task RunAsync(ProxiedConnection connection)
    {
        await Task.Yield();
        await connection.RunAsync(_server, _stopped.Token);
        _connections.TryRemove(connection, out _);
    }
}
