using PostgresWorker.Delivery;
using PostgresWorker.Store;
using PostgresWorker.Tests.Store;
using PostgresWorker.Tests.Support;
using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Hosting;

/// <summary>How often the checkpoint is written.</summary>
public sealed class CheckpointPaceTests
{
    private readonly List<Lsn> _written = [];
    private readonly AckTracker _acks = new(new Lsn(10));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_changes_keep_coming_it_is_written_once_in_the_interval()
    {
        await using var loop = Begin(TimeSpan.FromSeconds(1), out var source);
        for (ulong end = 20; end <= 31; end++)
        {
            _acks.Finish(source, end, deliveries: 1);
            await loop.ConfirmAsync(Token);
        }

        // At once, for nothing was written before; then with each fifth look.
        Assert.Equal([new Lsn(20), new Lsn(25), new Lsn(30)], _written);
        Assert.Equal(_written, source.Confirmations);
    }

    [Fact]
    public async Task When_they_pause_it_is_written_with_the_next_look()
    {
        await using var loop = Begin(TimeSpan.FromSeconds(10), out var source);
        foreach (ulong end in (ulong[])[20, 30])
        {
            _acks.Finish(source, end, deliveries: 1);
            await loop.ConfirmAsync(Token);
        }

        Assert.Equal([new Lsn(20)], _written);
        await loop.ConfirmAsync(Token);
        Assert.Equal([new Lsn(20), new Lsn(30)], _written);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public async Task An_interval_that_is_no_longer_than_a_look_is_one(int milliseconds)
    {
        await using var loop = Begin(TimeSpan.FromMilliseconds(milliseconds), out var source);
        for (ulong end = 20; end <= 22; end++)
        {
            _acks.Finish(source, end, deliveries: 1);
            await loop.ConfirmAsync(Token);
        }

        Assert.Equal([new Lsn(20), new Lsn(21), new Lsn(22)], _written);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new CheckpointPace(TimeSpan.FromMilliseconds(milliseconds)).BetweenLooks);
    }

    [Fact]
    public async Task Where_somebody_waits_for_what_is_written_it_is_not_put_off()
    {
        await using var loop = Begin(TimeSpan.FromSeconds(10), out var source, isAsked: true);
        for (ulong end = 20; end <= 22; end++)
        {
            _acks.Finish(source, end, deliveries: 1);
            await loop.ConfirmAsync(Token);
        }

        Assert.Equal([new Lsn(20), new Lsn(21), new Lsn(22)], _written);
    }

    [Fact]
    public async Task At_the_last_it_is_written_whenever_it_was_before()
    {
        await using var loop = Begin(TimeSpan.FromSeconds(10), out var source);
        _acks.Finish(source, 20, deliveries: 1);
        await loop.ConfirmAsync(Token);
        _acks.Finish(source, 30, deliveries: 1);
        await loop.StopAsync();
        await loop.ConfirmLastAsync(Token);
        Assert.Equal([new Lsn(20), new Lsn(30)], _written);
    }

    private FeedbackLoop Begin(TimeSpan interval, out ScriptedSource source, bool isAsked = false)
    {
        source = new ScriptedSource { Checkpoint = new RecordedCheckpoint(new Lsn(10), _written.Add) { IsAsked = isAsked } };
        return new FeedbackLoop(Shop.Name, source, _acks, interval, new ManualTimeProvider(), new CapturingLogger());
    }
}
