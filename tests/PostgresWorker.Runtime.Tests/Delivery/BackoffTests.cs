using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Delivery;

public sealed class BackoffTests
{
    private const double AlmostOne = 1 - 1e-12;

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(3, 400)]
    [InlineData(6, 3_200)]
    [InlineData(7, 5_000)]
    [InlineData(8, 5_000)]
    [InlineData(63, 5_000)]
    [InlineData(64, 5_000)]
    [InlineData(10_000, 5_000)]
    [InlineData(int.MaxValue, 5_000)]
    public void The_ceiling_doubles_up_to_the_cap(int attempt, int milliseconds)
    {
        var ceiling = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal(ceiling, Waits(0, 1).After(attempt));
        Assert.InRange(Waits(0, AlmostOne).After(attempt), ceiling - TimeSpan.FromTicks(1), ceiling);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    public void Jitter_spreads_the_wait_between_floor_and_ceiling(double random) =>
        Assert.Equal(TimeSpan.FromMilliseconds(50 + (350 * random)), Waits(50, random).After(3));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10_000)]
    public void No_wait_is_shorter_than_the_floor(int attempt) =>
        Assert.Equal(TimeSpan.FromMilliseconds(50), Waits(50, 0).After(attempt));

    [Fact]
    public void A_floor_above_the_first_ceiling_is_the_wait() =>
        Assert.Equal(TimeSpan.FromMilliseconds(150), Waits(150, AlmostOne).After(1));

    [Fact]
    public void A_day_is_not_too_long()
    {
        var day = TimeSpan.FromDays(1);
        Assert.Equal(day, new Backoff(day, day * 2, day, () => AlmostOne).After(10_000));
    }

    [Fact]
    public void Chance_is_asked_anew_for_each_wait()
    {
        var numbers = new Queue<double>([0.1, 0.9]);
        var waits = new Backoff(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), numbers.Dequeue);
        Assert.Equal([TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.9)], [waits.After(1), waits.After(1)]);
    }

    private static Backoff Waits(int floor, double random) =>
        new(TimeSpan.FromMilliseconds(floor), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), () => random);
}
