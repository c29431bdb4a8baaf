using PostgresWorker.Dispatch;

namespace PostgresWorker.Tests.Dispatch;

public sealed class WireStoreTests
{
    private readonly WireStore _store = new();

    [Fact]
    public void Small_copies_share_a_segment_and_large_ones_do_not()
    {
        var one = _store.Copy(new byte[] { 1 }, new byte[] { 2, 3 });
        var two = _store.Copy(default, new byte[] { 4 });
        var large = _store.Copy(default, Bytes(60_000, 5));
        Assert.Same(one.Segment, two.Segment);
        Assert.NotSame(one.Segment, large.Segment);
        Assert.Equal(new byte[] { 1 }, one.Old);
        Assert.Equal(new byte[] { 2, 3 }, one.New);
        Assert.Equal(new byte[] { 4 }, two.New);
        Assert.Equal(Bytes(60_000, 5), large.New);
    }

    [Fact]
    public void A_segment_counts_until_it_is_full_and_its_last_copy_is_given_back()
    {
        var copies = Enumerable.Range(0, 3 * WireStore.SegmentSize / 1000).Select(i => Shared(default, Bytes(1000, (byte)i))).ToArray();
        Assert.InRange(_store.Held, 3 * WireStore.SegmentSize, 4 * WireStore.SegmentSize);
        Assert.All(copies.Select((copy, i) => (copy, i)), at => Assert.Equal(Bytes(1000, (byte)at.i), at.copy.New));
        Array.ForEach(copies, copy => copy.Segment!.Release());
        Assert.InRange(_store.Held, 3 * WireStore.SegmentSize, 4 * WireStore.SegmentSize);
        Array.ForEach(copies, copy => copy.Segment!.Release());
        Assert.Equal(WireStore.SegmentSize, _store.Held);
    }

    [Fact]
    public void A_large_copy_counts_until_its_last_user_has_given_it_back()
    {
        var large = Shared(Bytes(500_000, 1), Bytes(500_000, 2));
        Assert.InRange(_store.Held, 1_000_000, 2_000_000);
        large.Segment!.Release();
        Assert.InRange(_store.Held, 1_000_000, 2_000_000);
        large.Segment!.Release();
        Assert.Equal(0, _store.Held);
    }

    [Fact]
    public void What_is_kept_apart_leaves_its_segment_to_others()
    {
        var kept = _store.Copy(new byte[] { 7 }, Bytes(1000, 8));
        var apart = _store.Separate(kept);
        Assert.NotSame(kept.Segment, apart.Segment);
        Assert.Equal(new byte[] { 7 }, apart.Old);
        Assert.Equal(Bytes(1000, 8), apart.New);
        Assert.Equal(apart, _store.Separate(apart));
        for (var i = 0; i < 200; i++)
        {
            _store.Copy(default, Bytes(1000, 9)).Segment!.Release();
        }

        Assert.InRange(_store.Held, 1, WireStore.SegmentSize + 4096);
        Assert.Equal(Bytes(1000, 8), apart.New);
    }

    [Fact]
    public void Nothing_takes_nothing()
    {
        var nothing = Shared(default, default);
        Assert.Null(nothing.Segment);
        Assert.True(nothing.All.IsEmpty);
        Assert.Equal(0, _store.Held);
    }

    private WireBytes Shared(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        var copy = _store.Copy(old, @new);
        Assert.Equal(copy, _store.Share(old.Length, @new.Length));
        return copy;
    }

    private static byte[] Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
