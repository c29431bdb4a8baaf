using System.Runtime.CompilerServices;

namespace PostgresWorker.Wal;

/// <summary>Reads a message whose header has come. The rest may stay away for ever, which Npgsql's own timeout does not notice.</summary>
/// <param name="timeout">For how long it may.</param>
internal sealed class MessageBody(Func<TimeSpan> timeout) : IDisposable
{
    private CancellationTokenSource _late = new();

    /// <summary>Fills <paramref name="body"/>. What has been received already, as nearly always, is copied without anything asynchronous.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public ValueTask ReadAsync(Stream data, Memory<byte> body)
    {
        try
        {
            var read = data.ReadAsync(body, _late.Token);
            if (!read.IsCompletedSuccessfully)
            {
                return ReadRestAsync(read, data, body);
            }

            var length = read.Result;
            return length == body.Length ? default : ReadRestAsync(new ValueTask<int>(length), data, body);
        }
        catch (Exception e) when (BrokenStream.Is(e))
        {
            throw BrokenStream.Because(e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _late.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadRestAsync(ValueTask<int> begun, Stream data, Memory<byte> body)
    {
        _late.CancelAfter(timeout());
        try
        {
            var length = await begun.ConfigureAwait(false);
            await data.ReadExactlyAsync(body[length..], _late.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (BrokenStream.Is(e) || e is OperationCanceledException)
        {
            throw BrokenStream.Because(e);
        }

        if (!_late.TryReset())
        {
            _late.Dispose();
            _late = new CancellationTokenSource();
        }
    }
}
