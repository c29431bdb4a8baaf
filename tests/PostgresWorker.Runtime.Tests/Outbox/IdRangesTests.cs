using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Outbox;

namespace PostgresWorker.Tests.Outbox;

/// <summary>Ranges hold all ids that they were made of, in order, and few others.</summary>
public sealed class IdRangesTests
{
    [Fact]
    public void Neighbours_are_one_range()
    {
        var ranges = new IdRanges([1, 2, 3, 5, 21]);
        Assert.Equal([1], ranges.Firsts);
        Assert.Equal([21], ranges.Lasts);
    }

    [Fact]
    public void What_lies_apart_is_a_range_of_its_own()
    {
        var ranges = new IdRanges([7, 24, 25, 1_000_000]);
        Assert.Equal([7, 24, 1_000_000], ranges.Firsts);
        Assert.Equal([7, 25, 1_000_000], ranges.Lasts);
    }

    [Fact]
    public void No_ids_are_no_range() => Assert.Empty(new IdRanges([]).Firsts);

    [Fact]
    public void Each_id_is_in_one_range_and_ranges_begin_and_end_with_an_id() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(1, 5000).ListOf().ToArbitrary(), drawn => HoldsAll([.. drawn.Select(id => (long)id).Distinct().Order()])));

    private static void HoldsAll(long[] ids)
    {
        var ranges = new IdRanges(ids);
        var (firsts, lasts) = (ranges.Firsts, ranges.Lasts);
        Assert.Equal(firsts.Length, lasts.Length);
        Assert.All(ids, id => Assert.Single(Enumerable.Range(0, firsts.Length), range => firsts[range] <= id && id <= lasts[range]));
        Assert.All(firsts.Concat(lasts), id => Assert.Contains(id, ids));
    }
}
