using PostgresWorker.Outbox;

namespace PostgresWorker.Tests.Outbox;

/// <summary>Nothing that appears late is passed over, and what was looked at is looked at again only where something may appear.</summary>
public sealed class WindowTests
{
    private readonly Window _window = new();

    [Fact]
    public void A_look_without_writers_settles_everything_up_to_the_last_number()
    {
        Assert.Equal(new Lsn(100), _window.Advance(At(100, last: 10), seen: null));
        Assert.Equal((10, 10), (_window.Low, _window.High));
        Assert.Empty(_window.Known);
    }

    [Fact]
    public void What_writers_may_still_add_is_looked_for_again_until_they_are_gone()
    {
        Add(3, 5);
        Assert.Equal(Lsn.None, _window.Advance(At(100, last: 6, "a", "b"), seen: null));
        Assert.Equal((0, 6), (_window.Low, _window.High));
        Assert.Equal([3, 5], _window.Known.Order());

        Assert.Equal(Lsn.None, _window.Advance(At(110, last: 8, "b", "c"), seen: null));
        Assert.Equal(0, _window.Low);

        // Those of the first moment are gone, others have come.
        Assert.Equal(new Lsn(100), _window.Advance(At(120, last: 9, "c"), seen: null));
        Assert.Equal((6, 9), (_window.Low, _window.High));
    }

    [Fact]
    public void While_somebody_always_writes_the_low_mark_follows_all_the_same()
    {
        for (var i = 1; i <= 10; i++)
        {
            _window.Advance(At((ulong)i, last: i * 10, $"writer {i}"), seen: null);
        }

        Assert.InRange(_window.Low, 80, 90);
        Assert.Equal(100, _window.High);
    }

    [Fact]
    public void A_look_that_did_not_bring_everything_settles_what_it_brought()
    {
        Add(1, 2);
        Assert.Equal(Lsn.None, _window.Advance(At(100, last: 10), seen: 2));
        Assert.Equal((2, 2), (_window.Low, _window.High));
        Assert.Equal(new Lsn(110), _window.Advance(At(110, last: 10), seen: 10));
        Assert.Equal((10, 10), (_window.Low, _window.High));
    }

    [Fact]
    public void A_look_that_stopped_below_the_highest_number_does_not_go_back()
    {
        _window.Advance(At(100, last: 10, "a"), seen: null);
        _window.Advance(At(110, last: 12, "a"), seen: 4);
        Assert.Equal((0, 10), (_window.Low, _window.High));
        _window.Advance(At(120, last: 12), seen: 4);
        Assert.Equal((4, 10), (_window.Low, _window.High));
    }

    [Fact]
    public void A_change_is_new_once_until_it_is_forgotten()
    {
        Assert.True(_window.Add(7));
        Assert.False(_window.Add(7));
        _window.Remove(7);
        Assert.True(_window.Add(7));
    }

    [Fact]
    public void After_a_reset_everything_is_looked_at_but_what_is_known_is_not_new()
    {
        Add(7);
        _window.Advance(At(100, last: 10), seen: null);
        _window.Reset();
        Assert.Equal((0, 0), (_window.Low, _window.High));
        Assert.False(_window.Add(7));
    }

    private static Horizon At(ulong position, long last, params string[] writers) => new(new Lsn(position), last, writers.ToHashSet());

    private void Add(params long[] ids) => Array.ForEach(ids, id => Assert.True(_window.Add(id)));
}
