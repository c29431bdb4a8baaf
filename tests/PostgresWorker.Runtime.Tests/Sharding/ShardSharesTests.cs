using PostgresWorker.Sharding;

namespace PostgresWorker.Tests.Sharding;

/// <summary>Whose shards are how many.</summary>
public sealed class ShardSharesTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    [InlineData(3, 5)]
    [InlineData(64, 7)]
    public void All_are_shared_evenly_and_each_instance_looks_elsewhere_first(int count, int instances)
    {
        long[] ids = [.. Enumerable.Range(10, instances).Select(id => (long)id)];
        var shares = Array.ConvertAll(ids, id => ShardShares.Of(ids, id, count));
        Assert.Equal(count, shares.Sum(share => share.Share));
        Assert.True(shares.Max(share => share.Share) - shares.Min(share => share.Share) <= 1);
        var looked = shares.SelectMany(share => Enumerable.Range(share.First, share.Share)).ToArray();
        Assert.Equal(Enumerable.Range(0, count), looked);
    }

    [Fact]
    public void Who_is_none_of_them_has_none() => Assert.Equal((0, 0), ShardShares.Of([1, 2], 3, 4));

    [Fact]
    public void Names_are_those_of_the_source_where_it_is_not_divided()
    {
        Assert.Equal(["shop"], Shard.Slots("shop", 1));
        Assert.Equal(["shop_1of3", "shop_2of3", "shop_3of3"], Shard.Slots("shop", 3));
        Assert.Equal(Shard.MaxSuffixLength, Shard.Slots("", Shard.Max)[^1].Length);
    }
}
