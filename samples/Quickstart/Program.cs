using PostgresWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.AddPostgresWorker(worker =>
{
    worker.AddSource("shop");      // ConnectionStrings:shop, options from PostgresWorker:Sources:shop
    worker.AddListeners();         // generated for this assembly
});
builder.Build().Run();
