using System.Buffers;
using System.Globalization;
using PostgresWorker.Generated;

namespace PostgresWorker.Outbox;

/// <summary>Makes the tuples of one change of the outbox, as readers take them, from its rows' JSON.</summary>
internal sealed class OutboxTuples
{
    private readonly ArrayBufferWriter<byte> _tuple = new();
    private int _oldLength;

    // All of its columns are NULL.
    private static ReadOnlySpan<byte> Nothing => "{}"u8;

    /// <summary>The old tuple and the new one.</summary>
    public RowImage Image => new(_oldLength > 0 ? OldTupleKind.Full : OldTupleKind.None, _tuple.WrittenSpan[.._oldLength], _tuple.WrittenSpan[_oldLength..]);

    /// <summary>Why there is no row to read; null where there is.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Makes those of a change.</summary>
    public void Write(CaptureLayout capture, in OutboxRow row, RowBuffer buffer)
    {
        Failure = row.Problem is { } problem ? Unreadable(capture, row, problem) : null;
        try
        {
            Write(capture, row, buffer[row.Old], buffer[row.New]);
        }
        catch (FormatException e)
        {
            Failure = Unreadable(capture, row, e.Message);
            Write(capture, row, default, default);
        }
    }

    private static RowReadException Unreadable(CaptureLayout capture, in OutboxRow row, string reason) =>
        new(capture.Table, "*", "row", string.Create(CultureInfo.InvariantCulture, $"change {row.Id} of the outbox has no readable row: {reason}"));

    private void Write(CaptureLayout capture, in OutboxRow row, ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        _tuple.ResetWrittenCount();
        if (row.Kind is 'U' or 'D')
        {
            JsonTuple.Write(capture.Layout, old.IsEmpty ? Nothing : old, _tuple);
        }

        _oldLength = _tuple.WrittenCount;
        if (row.Kind is 'I' or 'U' or 'E')
        {
            JsonTuple.Write(capture.Layout, @new.IsEmpty ? Nothing : @new, _tuple);
        }
    }
}
