using PostgresWorker.Outbox;

namespace PostgresWorker.Tests.Outbox;

/// <summary>A position is reached when all changes that were begun before it are finished, in whatever order.</summary>
public sealed class GenerationsTests
{
    private readonly List<Mark> _reached = [];
    private readonly Generations _generations;

    public GenerationsTests() => _generations = new Generations(_reached.Add);

    [Fact]
    public void Where_nothing_has_begun_a_position_is_reached_at_once()
    {
        _generations.Close(At(10));
        _generations.Close(At(20));
        Assert.Equal([At(10), At(20)], _reached);
    }

    [Fact]
    public void A_position_waits_for_what_was_begun_before_it_and_not_for_what_was_begun_later()
    {
        var first = _generations.Begin();
        var second = _generations.Begin();
        _generations.Close(At(10));
        var later = _generations.Begin();
        _generations.Close(At(20));
        _generations.Finish(second);
        _generations.Finish(later);
        Assert.Empty(_reached);
        _generations.Finish(first);
        Assert.Equal([At(20)], _reached);
        Assert.Equal(At(20), _generations.Last);
    }

    [Fact]
    public void What_finishes_before_its_generation_is_closed_is_counted()
    {
        _generations.Finish(_generations.Begin());
        Assert.Empty(_reached);
        _generations.Close(At(10));
        Assert.Equal([At(10)], _reached);
    }

    [Fact]
    public void Behind_what_does_not_finish_there_are_no_more_than_unfinished_changes()
    {
        var stuck = _generations.Begin();
        for (ulong position = 1; position <= 1000; position++)
        {
            var passing = position % 2 == 0 ? _generations.Begin() : null;
            _generations.Close(At(position));
            if (passing is not null)
            {
                _generations.Finish(passing);
            }
        }

        Assert.Equal(1, _generations.Count);
        _generations.Finish(stuck);
        Assert.Equal([At(1000)], _reached);
        Assert.Equal(0, _generations.Count);
    }

    private static Mark At(ulong position) => new(new Lsn(position), Claims: 1, IsAll: false);
}
