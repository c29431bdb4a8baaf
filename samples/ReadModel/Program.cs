using PostgresWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.AddPostgresWorker(worker =>
{
    worker.AddSource("shop");      // StartFrom = Snapshot, in appsettings.json
    worker.AddListeners();
});
builder.Build().Run();
