using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostgresWorker.Samples.Tests;

/// <summary>A request that came: its headers and its body.</summary>
internal sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset At)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A small HTTP server that keeps what it is sent.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ReceivedRequest, HttpListenerResponse, int> _answer;
    private readonly List<ReceivedRequest> _requests = [];
    private readonly Task _loop;

    /// <param name="answer">Says the status of an answer, and may set its headers.</param>
    public HttpReceiver(Func<ReceivedRequest, HttpListenerResponse, int> answer)
    {
        _answer = answer;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _loop = Task.Run(ListenAsync);
    }

    public string Url { get; }

    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
            var request = new ReceivedRequest(context.Request.Url!.AbsolutePath, headers, body.ToArray(), TimeProvider.System.GetUtcNow());
            lock (_requests)
            {
                _requests.Add(request);
                context.Response.StatusCode = _answer(request, context.Response);
            }

            context.Response.Close();
        }
    }
}
