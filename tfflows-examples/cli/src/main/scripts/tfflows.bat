@echo off
rem Starts tfflows, as the script beside it does elsewhere. JAVA names another java command,
rem JAVA_OPTS adds options for it, CLASSPATH adds jars, such as a driver of JDBC.
setlocal
set "home=%~dp0.."
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=1"
if not defined JAVA if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not defined JAVA set "JAVA=java"
set "collector=-XX:+UseSerialGC"
if defined JAVA_OPTS echo %JAVA_OPTS% | findstr /r "Use.*GC" >nul && set "collector="
set "second=-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
set "second=%second% -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
set "compiler=-XX:TieredStopAtLevel=1"
for %%c in (fit refit evaluate compare serve) do if "%~1"=="%%c" set "compiler=%second%"
rem Files over 8 MiB: the size with one more digit, which is a number where there is no size, too.
for %%f in (%*) do if exist "%%~f" if %%~zf0 gtr 83886080 set "compiler=%second%"
rem Classes of an earlier run, ready for this JVM.
set "classes="
if exist "%home%\lib\classes.jsa" set classes="-XX:SharedArchiveFile=%home%\lib\classes.jsa" -Xlog:cds+dynamic=off
set "jars=%home%\tfflows.jar"
if defined CLASSPATH set "jars=%jars%;%CLASSPATH%"
"%JAVA%" -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 ^
  %classes% -Xlog:cds=off ^
  %collector% %compiler% -Xms16m -XX:-UsePerfData ^
  --enable-native-access=ALL-UNNAMED ^
  --add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED ^
  -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow %JAVA_OPTS% ^
  -cp "%jars%" io.github.tfflows.cli.Main %*
exit /b %ERRORLEVEL%
