using PostgresWorker.Outbox;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Outbox;

public sealed class WakeUpsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_call_between_asking_and_waiting_is_not_slept_over()
    {
        var wake = new WakeUps(() => TimeSpan.FromMinutes(1), _time);
        var woken = wake.Next();
        wake.Wake();
        await wake.WaitAsync(woken, TestContext.Current.CancellationToken).InTime();
    }

    [Fact]
    public async Task Waits_grow_to_the_longest_until_something_is_found()
    {
        var wake = new WakeUps(() => TimeSpan.FromMilliseconds(35), _time);
        Assert.Equal([10, 20, 35, 35], await WaitsAsync(wake, 4));
        wake.Found();
        Assert.Equal([10, 20], await WaitsAsync(wake, 2));
    }

    [Fact]
    public async Task A_longest_wait_that_is_loaded_anew_counts_from_the_next_on()
    {
        var longest = TimeSpan.FromMilliseconds(35);
        var wake = new WakeUps(() => longest, _time);
        Assert.Equal([10, 20, 35], await WaitsAsync(wake, 3));
        longest = TimeSpan.FromMilliseconds(100);
        Assert.Equal([70, 100, 100], await WaitsAsync(wake, 3));
        longest = TimeSpan.FromMilliseconds(15);
        Assert.Equal([15], await WaitsAsync(wake, 1));
    }

    [Fact]
    public async Task Who_waits_for_others_looks_again_soon()
    {
        var wake = new WakeUps(() => TimeSpan.FromMinutes(1), _time);
        await WaitsAsync(wake, 8);
        wake.Expect();
        Assert.Equal([100, 200], await WaitsAsync(wake, 2));
    }

    private async Task<List<double>> WaitsAsync(WakeUps wake, int count)
    {
        List<double> waits = [];
        for (var i = 0; i < count; i++)
        {
            var wait = wake.WaitAsync(wake.Next(), TestContext.Current.CancellationToken);
            waits.Add((await _time.PassNextWaitAsync()).TotalMilliseconds);
            await wait.InTime();
        }

        return waits;
    }
}
