using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Wal;

public sealed class ReceivedPositionTests
{
    private readonly ReceivedPosition _position = new();

    [Fact]
    public void What_has_only_arrived_is_not_safe() => Assert.Equal(Lsn.None, _position.Observe(new Lsn(100), null));

    [Fact]
    public void What_the_reader_has_passed_is()
    {
        _position.Observe(new Lsn(100), null);
        _position.Pass(new Lsn(100));
        Assert.Equal(new Lsn(100), _position.Observe(new Lsn(100), null));
    }

    [Fact]
    public void What_a_higher_one_followed_is()
    {
        _position.Observe(new Lsn(100), null);
        Assert.Equal(new Lsn(100), _position.Observe(new Lsn(120), null));
        Assert.Equal(new Lsn(100), _position.Observe(new Lsn(120), null));
        Assert.Equal(new Lsn(120), _position.Observe(new Lsn(130), null));
    }

    [Fact]
    public void On_an_idle_stream_what_the_same_read_still_waits_behind_is()
    {
        var read = new object();
        Assert.Equal(Lsn.None, _position.Observe(new Lsn(100), read));
        Assert.Equal(Lsn.None, _position.Observe(new Lsn(100), null));
        Assert.Equal(Lsn.None, _position.Observe(new Lsn(100), new object()));
        Assert.Equal(Lsn.None, _position.Observe(new Lsn(100), read));
        Assert.Equal(new Lsn(100), _position.Observe(new Lsn(100), read));
        Assert.Equal(new Lsn(100), _position.Observe(new Lsn(120), read));
        Assert.Equal(new Lsn(120), _position.Observe(new Lsn(120), read));
    }

    [Fact]
    public void It_never_goes_back()
    {
        _position.Pass(new Lsn(100));
        _position.Pass(new Lsn(60));
        _position.Observe(new Lsn(80), null);
        Assert.Equal(new Lsn(100), _position.Observe(new Lsn(90), null));
    }

    /// <summary>The stream of Npgsql's connection: it counts what arrives and reads on when asked to. Whatever is observed, and whenever, no message is covered that was not taken.</summary>
    [Fact]
    public void No_order_of_events_covers_a_message_that_was_not_taken()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var position = new ReceivedPosition();
            var (received, arrived, taken) = (0ul, 0ul, 0ul);
            var read = new object();
            for (var step = 0; step < 60; step++)
            {
                switch (random.Next(3))
                {
                    case 0 when arrived == taken:
                        // Nothing waits to be taken: a keepalive or a message comes, and a message waits.
                        received += (ulong)random.Next(1, 10);
                        arrived = random.Next(2) == 0 ? received : arrived;
                        break;
                    case 1:
                        position.Pass(new Lsn(arrived));
                        (taken, read) = (arrived, new object());
                        break;
                    default:
                        var safe = position.Observe(new Lsn(received), arrived == taken ? read : null).Value;
                        Assert.True(arrived == taken || safe < arrived, $"Seed {seed}, step {step}: {safe} covers {arrived}.");
                        break;
                }
            }
        }
    }
}
