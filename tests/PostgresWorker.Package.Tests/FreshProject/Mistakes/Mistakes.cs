using System.ComponentModel.DataAnnotations.Schema;
using PostgresWorker;

namespace Mistakes;

public sealed record Link(long Id, Uri Target);

public sealed record Price(long Id, [property: Column(TypeName = "numeric")] double Amount);

public static class Listeners
{
    [PostgresListener("shop", "links")]
    public static void OnNothing()
    {
    }

    [PostgresListener("shop", "links")]
    public static void OnLink(Inserted<Link> inserted, CancellationToken cancellationToken)
    {
    }

    [PostgresListener("shop", "prices")]
    public static void OnPrice(Inserted<Price> inserted, CancellationToken cancellationToken) => Thread.Sleep(1);
}
