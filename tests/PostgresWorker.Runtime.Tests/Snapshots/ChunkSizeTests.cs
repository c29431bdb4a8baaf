using PostgresWorker.Snapshots;

namespace PostgresWorker.Tests.Snapshots;

public sealed class ChunkSizeTests
{
    [Theory]
    [InlineData(1, 0.001, 4000, 4000)] // Near, and small rows.
    [InlineData(5, 1, 32, 125)] // Large rows: read within 100 ms.
    [InlineData(400, 0.01, 500, 1000)] // Far away: fewer rows would come no sooner.
    [InlineData(120, 0.2, 125, 500)] // Both.
    public void So_many_rows_are_read_that_fewer_would_not_be_read_sooner(double everyChunk, double everyRow, int least, int most)
    {
        var size = new ChunkSize();
        for (var chunk = 0; chunk < 100; chunk++)
        {
            size.Took(TimeSpan.FromMilliseconds(everyChunk + (everyRow * size.Rows)), size.Rows);
            Assert.InRange(size.Rows, chunk < 20 ? 1 : least, chunk < 20 ? 4000 : most);
        }
    }

    [Fact]
    public void Rows_that_were_too_many_are_halved_and_come_back_where_the_server_is_far_away()
    {
        var size = new ChunkSize();
        for (var failure = 0; failure < 20; failure++)
        {
            size.Halve();
        }

        Assert.Equal(1, size.Rows);
        for (var chunk = 0; chunk < 30; chunk++)
        {
            size.Took(TimeSpan.FromMilliseconds(300), size.Rows);
        }

        Assert.InRange(size.Rows, 500, 1000);
    }
}
