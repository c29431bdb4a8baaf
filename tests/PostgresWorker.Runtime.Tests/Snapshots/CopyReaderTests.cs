using System.Buffers.Binary;
using PostgresWorker.Snapshots;

namespace PostgresWorker.Runtime.Tests.Snapshots;

public sealed class CopyReaderTests
{
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Rows_come_whole_however_the_bytes_arrive(int step)
    {
        byte[][] rows = [Row("a", null), Row("", "bc"), Row(new string('x', 70_000), "d")];
        var (taken, reader) = await ReadAsync([.. Header, .. rows.SelectMany(row => row), 0xFF, 0xFF], step, long.MaxValue);
        Assert.Equal(rows.Select(row => Convert.ToHexString(row[2..])), taken);
        Assert.False(reader.IsCut);
    }

    [Fact]
    public async Task No_rows_are_none()
    {
        var (taken, _) = await ReadAsync([.. Header, 0xFF, 0xFF], 3, 0);
        Assert.Empty(taken);
    }

    [Fact]
    public async Task One_row_is_read_however_large_and_no_more_beyond_the_limit()
    {
        byte[][] rows = [Row(new string('x', 1000)), Row("y"), Row("z")];
        var (taken, reader) = await ReadAsync([.. Header, .. rows.SelectMany(row => row), 0xFF, 0xFF], 100, 10);
        Assert.Equal(Convert.ToHexString(rows[0][2..]), taken[0]);
        Assert.True(reader.IsCut || taken.Count == 3);
    }

    [Fact]
    public async Task A_copy_that_ends_in_the_middle_is_an_error() =>
        await Assert.ThrowsAsync<IOException>(() => ReadAsync([.. Header, .. Row("a")], 100, long.MaxValue));

    private static async Task<(List<string> Taken, CopyReader Reader)> ReadAsync(byte[] bytes, int step, long limit)
    {
        List<string> taken = [];
        var reader = new CopyReader(new Dribble(bytes, step), limit);
        await reader.ReadAsync(fields => taken.Add(Convert.ToHexString(fields)), TestContext.Current.CancellationToken);
        return (taken, reader);
    }

    private static byte[] Row(params string?[] values)
    {
        List<byte> row = [0, (byte)values.Length];
        foreach (var value in values)
        {
            var length = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, value?.Length ?? -1);
            row.AddRange(length);
            row.AddRange(System.Text.Encoding.ASCII.GetBytes(value ?? ""));
        }

        return [.. row];
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Dribble(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, step)], cancellationToken);
    }
}
