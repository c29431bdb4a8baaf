using Microsoft.Extensions.Hosting;
using PostgresWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.AddPostgresWorker(worker =>
{
    worker.AddSource("shop");
    worker.AddSource("audit");
    worker.AddListeners();
    worker.AddListeners<Billing.PostgresWorkerModule>();
    worker.AddListeners<Warehouse.PostgresWorkerModule>();
});
builder.Build().Run();

public sealed record Parcel(long Id, decimal Weight, string? Note);

public sealed class ParcelListeners
{
    [PostgresListener("shop", "parcels")]
    public void OnParcel(Inserted<Parcel> change) =>
        Console.WriteLine(FormattableString.Invariant($"parcel {change.New.Id} weighs {change.New.Weight}, note: {change.New.Note ?? "none"}"));
}
