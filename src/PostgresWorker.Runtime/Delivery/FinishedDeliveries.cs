using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>
/// Tells what waits for deliveries that they are finished, several at once: each of these words is written by whoever finishes something, and to write one costs as much as a good part of a delivery.
/// Guarded by the lanes' lock.
/// </summary>
internal sealed class FinishedDeliveries
{
    private WireSegment? _segment;
    private DeliveryProgress? _transaction;
    private int _users, _deliveries;

    /// <summary>One is finished: <see cref="Tell"/> is to come soon.</summary>
    public void Add(PendingDelivery delivery)
    {
        if (delivery.Routed.Wire.Bytes.Segment is { } segment)
        {
            if (segment != _segment)
            {
                Release();
                _segment = segment;
            }

            _users++;
        }

        if (delivery.Transaction is { } transaction)
        {
            if (transaction != _transaction)
            {
                Finish();
                _transaction = transaction;
            }

            _deliveries++;
        }
    }

    public void Tell()
    {
        Release();
        Finish();
    }

    private void Release()
    {
        _segment?.Release(_users);
        (_segment, _users) = (null, 0);
    }

    private void Finish()
    {
        _transaction?.Finish(_deliveries);
        (_transaction, _deliveries) = (null, 0);
    }
}
