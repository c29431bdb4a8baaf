using PostgresWorker.Control;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Control;

public sealed class HandledPositionsTests
{
    private readonly HandledPositions _positions = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_waits_for_its_own_position()
    {
        var (later, sooner) = (Wait(0x300), Wait(0x200));
        _positions.Reach(new Lsn(0x1FF));
        Assert.False(sooner.IsCompleted);
        _positions.Reach(new Lsn(0x250));
        await sooner.InTime();
        Assert.False(later.IsCompleted);
        _positions.Reach(new Lsn(0x300));
        await later.InTime();
        Assert.True(Wait(0x2FF).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Another_connection_that_begins_earlier_takes_nothing_back()
    {
        _positions.Reach(new Lsn(0x300));
        _positions.Reach(new Lsn(0x200));
        Assert.Equal(new Lsn(0x300), _positions.Handled);
        await Wait(0x300).InTime();
    }

    [Fact]
    public async Task Where_nothing_more_is_handled_nobody_waits_in_vain()
    {
        _positions.Reach(new Lsn(0x200));
        var waiting = Wait(0x300);
        var reason = new InvalidOperationException("halted");
        _positions.End(reason);
        Assert.Same(reason, await Assert.ThrowsAsync<InvalidOperationException>(() => waiting.InTime()));
        Assert.Same(reason, await Assert.ThrowsAsync<InvalidOperationException>(() => Wait(0x300).InTime()));
        await Wait(0x200).InTime();
    }

    [Fact]
    public async Task A_wait_may_be_given_up()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = _positions.WhenHandledAsync(new Lsn(0x200), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
        _positions.Reach(new Lsn(0x200));
    }

    [Fact]
    public async Task Waits_that_were_given_up_are_forgotten_and_the_others_are_not()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var kept = Wait(0x300);
        Task[] givenUp = [.. Enumerable.Range(0, 200).Select(_ => _positions.WhenHandledAsync(new Lsn(0x200), cancellation.Token))];
        await cancellation.CancelAsync();
        Assert.All(givenUp, wait => Assert.True(wait.IsCanceled || !wait.IsCompleted));
        var later = Enumerable.Range(0, 200).Select(_ => Wait(0x250)).ToArray();
        Assert.InRange(_positions.Count, 201, 265);
        _positions.Reach(new Lsn(0x300));
        await kept.InTime();
        await Task.WhenAll(later).InTime();
    }

    [Fact]
    public async Task The_highest_position_that_is_waited_for_is_known_and_each_wait_is_told()
    {
        var told = 0;
        _positions.Waited = () => told++;
        Assert.Equal(Lsn.None, _positions.Wanted);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var lower = Wait(0x200);
        var higher = _positions.WhenHandledAsync(new Lsn(0x300), cancellation.Token);
        Assert.Equal(new Lsn(0x300), _positions.Wanted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => higher.InTime());
        Assert.Equal(new Lsn(0x200), _positions.Wanted);
        _positions.Reach(new Lsn(0x200));
        await lower.InTime();
        await Wait(0x100).InTime();
        Assert.Equal(Lsn.None, _positions.Wanted);
        Assert.Equal(2, told);
    }

    private Task Wait(ulong position) => _positions.WhenHandledAsync(new Lsn(position), Token);
}
