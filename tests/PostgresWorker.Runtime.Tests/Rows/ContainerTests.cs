namespace PostgresWorker.Tests.Rows;

public sealed class ContainerTests
{
    /// <summary>What the damaged values are made of is whole.</summary>
    [Fact]
    public void Every_form_is_read() => Assert.All(Containers.All, container =>
    {
        Containers.Read(container.Type, container.Column, TupleValue.Binary(Convert.FromHexString(container.Hex)));
        Containers.Read(container.Type, container.Column, TupleValue.Text(container.Text));
    });

    /// <summary>Nothing is allocated for what a header claims.</summary>
    [Fact]
    public void Huge_counts_are_not_believed()
    {
        Assert.All(Containers.All, container =>
        {
            var bytes = Convert.FromHexString(container.Hex);
            for (var i = 0; i + 4 <= bytes.Length; i++)
            {
                byte[] damaged = [.. bytes];
                damaged.AsSpan(i, 4).Fill(0x7F);
                var before = GC.GetAllocatedBytesForCurrentThread();
                _ = Record.Exception(() => Containers.Read(container.Type, container.Column, TupleValue.Binary(damaged)));
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
            }
        });
    }
}
