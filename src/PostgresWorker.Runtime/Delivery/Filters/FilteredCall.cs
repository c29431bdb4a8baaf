using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Filters;

/// <summary>One call of a listener with filters around it, the first outermost. A filter may go on when the call has ended, so what is called with is kept.</summary>
internal sealed class FilteredCall(IRouted routed, ChangeFilterFactory[] filters, DeliveryScope scope, ChangeDelivery delivery)
{
    private readonly Lock _lock = new();
    private Task _calls = Task.CompletedTask;

    /// <summary>Completes when the outermost filter has, and the listener, which a filter may have left behind.</summary>
    /// <exception cref="InvalidOperationException">A filter returned while the listener still ran.</exception>
    public async ValueTask InvokeAsync(CancellationToken cancellationToken)
    {
        bool isAwaited;
        try
        {
            await NextAsync(0, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also where a filter gave up waiting: changes of the key must not run beside it.
            isAwaited = _calls.IsCompleted;
            await _calls.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!isAwaited)
        {
            throw new InvalidOperationException($"A filter of listener {delivery.Listener} returned while the listener still ran, so nobody would have learned how it ended; filters must await next.");
        }
    }

    // What is thrown before the first await is in the task as well: filters need not know which of the two a listener is.
    private ValueTask NextAsync(int index, CancellationToken cancellationToken)
    {
        try
        {
            return index < filters.Length
                ? filters[index](scope.Services).InvokeAsync(delivery, token => NextAsync(index + 1, token), cancellationToken)
                : CallAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Handed on, in the task.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(e);
        }
    }

    private ValueTask CallAsync(CancellationToken cancellationToken)
    {
        var call = routed.InvokeAsync(scope, cancellationToken);
        if (call.IsCompleted)
        {
            return call;
        }

        var task = call.AsTask();
        lock (_lock)
        {
            _calls = _calls.IsCompleted ? task : Task.WhenAll(_calls, task);
        }

        return new ValueTask(task);
    }
}
