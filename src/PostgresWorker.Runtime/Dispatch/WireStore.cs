using System.Buffers;

namespace PostgresWorker.Dispatch;

/// <summary>
/// Copies of rows as they came over the wire, kept until their changes are finished. Small ones share pooled segments, so that a change makes no
/// garbage. One writer; copies are given back by anybody.
/// </summary>
internal sealed class WireStore
{
    /// <summary>How large a shared segment is.</summary>
    public const int SegmentSize = 64 * 1024;

    // What is larger has an array of its own: it would leave too much of a segment empty.
    private const int LargestShared = SegmentSize / 8;

    private WireSegment? _current;
    private long _held;
    private int _used;
    private int _users;

    /// <summary>How many bytes of memory the copies take, with what is left of their segments.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Copies what a change consists of.</summary>
    /// <param name="old">The old tuple, if any.</param>
    /// <param name="new">The new tuple, if any, or a message's content.</param>
    /// <param name="users">How many give it back.</param>
    public WireBytes Copy(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new, int users)
    {
        var length = old.Length + @new.Length;
        if (length == 0)
        {
            return default;
        }

        var segment = length > LargestShared ? Rent(length, users) : Share(length, users);
        var offset = length > LargestShared ? 0 : _used - length;
        old.CopyTo(segment.Bytes.AsSpan(offset));
        @new.CopyTo(segment.Bytes.AsSpan(offset + old.Length));
        return new WireBytes(segment, offset, old.Length, @new.Length);
    }

    /// <summary>Gives one user's copy back for one in an array of its own, so that a change that stays long keeps no segment from being used again.</summary>
    public WireBytes Separate(in WireBytes bytes)
    {
        if (bytes.Segment is not { IsShared: true } shared)
        {
            return bytes;
        }

        var own = Rent(bytes.Length, users: 1);
        bytes.All.CopyTo(own.Bytes);
        shared.Release();
        return new WireBytes(own, 0, bytes.OldLength, bytes.NewLength);
    }

    internal void Return(byte[] bytes)
    {
        Interlocked.Add(ref _held, -bytes.Length);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private WireSegment Share(int length, int users)
    {
        if (_current is null || _used + length > SegmentSize)
        {
            _current?.Fill(_users);
            _current = new WireSegment(this, Rent(SegmentSize), users: 0, isShared: true);
            (_used, _users) = (0, 0);
        }

        _used += length;
        _users += users;
        return _current;
    }

    private WireSegment Rent(int length, int users) => new(this, Rent(length), users, isShared: false);

    private byte[] Rent(int length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        Interlocked.Add(ref _held, bytes.Length);
        return bytes;
    }
}
