using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Wal;

public sealed class SlotNameTests
{
    [Theory]
    [InlineData("shop", "postgres_worker_shop")]
    [InlineData("Shop", "postgres_worker_shop")]
    [InlineData("shop-eu.1", "postgres_worker_shop_eu_1")]
    [InlineData("Übersee", "postgres_worker__bersee")]
    public void Default_names_are_ours_and_valid(string source, string expected)
    {
        Assert.Equal(expected, SlotName.For(source, new SourceOptions()));
        Assert.Equal(expected, SlotName.ForPublication(source, new SourceOptions()));
        Assert.True(SlotName.IsValid(expected));
    }

    [Fact]
    public void Names_that_are_given_stand_as_they_are()
    {
        var options = new SourceOptions { Slot = "mine", Publication = "My Publication" };
        Assert.Equal("mine", SlotName.For("shop", options));
        Assert.Equal("My Publication", SlotName.ForPublication("shop", options));
    }

    [Fact]
    public void A_slots_name_has_63_bytes()
    {
        Assert.True(SlotName.IsValid(new string('a', 63)));
        Assert.False(SlotName.IsValid(new string('a', 64)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shop")]
    [InlineData("a-b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("٣")]
    [InlineData("a\n")]
    [InlineData("\na")]
    public void Other_characters_are_not_valid(string name) => Assert.False(SlotName.IsValid(name));
}
