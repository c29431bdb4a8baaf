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

    // The last that has an array of its own.
    private WireSegment? _alone;
    private long _held;
    private int _used;
    private int _users;

    /// <summary>How many bytes of memory the copies take, with what is left of their segments.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Copies what a change consists of, for one user, who gives it back.</summary>
    /// <param name="old">The old tuple, if any.</param>
    /// <param name="new">The new tuple, if any, or a message's content.</param>
    public WireBytes Copy(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        var length = old.Length + @new.Length;
        if (length == 0)
        {
            return default;
        }

        var (segment, offset) = length > LargestShared ? (_alone = RentAlone(length), 0) : (Place(length), _used - length);
        old.CopyTo(segment.Bytes.AsSpan(offset));
        @new.CopyTo(segment.Bytes.AsSpan(offset + old.Length));
        return new WireBytes(segment, offset, old.Length, @new.Length);
    }

    /// <summary>One more uses what was copied last, and has such lengths: before any has given it back.</summary>
    public WireBytes Share(int oldLength, int newLength)
    {
        var length = oldLength + newLength;
        if (length == 0)
        {
            return default;
        }

        if (length > LargestShared)
        {
            _alone!.Add();
            return new WireBytes(_alone, 0, oldLength, newLength);
        }

        _users++;
        return new WireBytes(_current, _used - length, oldLength, newLength);
    }

    /// <summary>Gives one user's copy back for one in an array of its own, so that a change that stays long keeps no segment from being used again.</summary>
    public WireBytes Separate(in WireBytes bytes)
    {
        if (bytes.Segment is not { IsShared: true } shared)
        {
            return bytes;
        }

        var own = RentAlone(bytes.Length);
        bytes.All.CopyTo(own.Bytes);
        shared.Release();
        return new WireBytes(own, 0, bytes.OldLength, bytes.NewLength);
    }

    internal void Return(byte[] bytes)
    {
        Interlocked.Add(ref _held, -bytes.Length);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private WireSegment Place(int length)
    {
        if (_current is null || _used + length > SegmentSize)
        {
            _current?.Fill(_users);
            _current = new WireSegment(this, Rent(SegmentSize), isShared: true);
            (_used, _users) = (0, 0);
        }

        _used += length;
        _users++;
        return _current;
    }

    private WireSegment RentAlone(int length) => new(this, Rent(length), isShared: false);

    private byte[] Rent(int length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        Interlocked.Add(ref _held, bytes.Length);
        return bytes;
    }
}
